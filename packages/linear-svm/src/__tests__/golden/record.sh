#!/bin/sh
# Records what LIBLINEAR says of the small sets in this folder. Recorded with liblinear-tools 2.3.0 of Debian 12.
set -eu
cd "$(dirname "$0")"
train() { liblinear-train -q -e 0.000000001 "$@"; }
train -s 1 -c 0.5 two-classes.txt s1-c0.5.model
train -s 2 -c 0.5 two-classes.txt s2-c0.5.model
train -s 3 -c 0.5 two-classes.txt s3-c0.5.model
train -s 2 -c 2 -B 1 two-classes.txt s2-c2-bias.model
train -s 1 -c 0.1 -B 1 two-classes.txt s1-c0.1-bias.model
train -s 3 -c 0.1 -B 1 two-classes.txt s3-c0.1-bias.model
train -s 2 -c 1 -w1 3 -w-1 0.5 two-classes.txt s2-weighted.model
train -s 1 -c 0.1 -w1 3 -w-1 0.5 two-classes.txt s1-weighted.model
train -s 2 -c 1 -B 1 three-classes.txt s2-three.model
train -s 1 -c 1 three-classes.txt s1-three.model
for model in *.model; do
  case $model in *three*) data=three-classes.txt ;; *) data=two-classes.txt ;; esac
  liblinear-predict -q "$data" "$model" "${model%.model}.predicted" >/dev/null
done
