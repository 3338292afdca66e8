"""What can go wrong while starting the embedded stack. Every message is fit to print as it is."""


class StackError(Exception):
    """A start that was refused or that failed; the message says what to do about it."""


class PartMissing(StackError):
    """A wheel of the ``local`` dependency group, or something in it, is not installed."""


class PartDidNotStart(StackError):
    """An embedded server or a child process did not become ready in time."""


class ForeignDataFolder(StackError):
    """The data folder belongs to another major version of PostgreSQL."""


class DataFolderInUse(StackError):
    """Another stack runs on this data folder."""


class PortTaken(StackError):
    """Somebody else listens on the port that was asked for."""


class NoAccount(StackError):
    """PostgreSQL refuses to run as root, and no other account could be found or made."""


class BackupNotWhole(StackError):
    """The file that was to be restored into a new data folder cannot be."""
