#!/bin/sh
# Makes the secrets of docker-compose.yml in deploy/secrets/, each in a file of its own. What is
# there already stays. With --rabbitmq, the address of the broker is RabbitMQ's.
#
# The folder is closed to everybody else; the files in it are readable, because a container's
# user has another number than yours.
set -eu

broker=valkey
case ${1:-} in
    '') ;;
    --rabbitmq) broker=rabbitmq ;;
    *)
        printf 'usage: %s [--rabbitmq]\n' "$0" >&2
        exit 2
        ;;
esac

folder=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)/secrets
mkdir -p "$folder"
chmod 700 "$folder"

# 48 hexadecimal digits: 192 bits, and nothing that an address would have to escape.
random() {
    od -An -N24 -tx1 /dev/urandom | tr -d ' \n'
}

write() {
    [ -e "$folder/$1" ] && return
    (umask 077 && printf '%s\n' "$2" >"$folder/$1.new")
    chmod 444 "$folder/$1.new"
    mv "$folder/$1.new" "$folder/$1"
    printf 'made deploy/secrets/%s\n' "$1"
}

write secret_key "$(random)$(random)"
write postgres_password "$(random)"
for role in owner app reader; do
    write "${role}_database_url" "postgresql://bayyina_$role:$(random)@postgres:5432/bayyina"
done

password=$(random)
write rabbitmq_conf "default_user = bayyina
default_pass = $password"
password=$(sed -n 's/^default_pass = //p' "$folder/rabbitmq_conf")
if [ "$broker" = rabbitmq ]; then
    write broker_url "amqp://bayyina:$password@rabbitmq:5672/%2F"
else
    write broker_url 'redis://broker:6379/0'
fi
