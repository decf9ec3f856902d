#!/bin/sh
# Compares libc/runtime with libgcc under qemu. CC builds the runtime (default: the cross gcc).
set -e
cd "$(dirname "$0")/../.."
cross=riscv64-linux-gnu-
out=${TMPDIR:-/tmp}/ferry-runtime-$$
mkdir -p "$out"
trap 'rm -rf "$out"' EXIT
cc=${CC:-${cross}gcc -O1 -ffreestanding}
objects=
for f in libc/runtime/*.c; do
  o=$out/$(basename "$f" .c).o
  $cc -c "$f" -o "$o"
  objects="$objects $o"
done
${cross}ld -r -o "$out/runtime.o" $objects
${cross}objcopy --prefix-symbols=f_ "$out/runtime.o"
for f in memcpy memset memmove; do echo "f_$f = $f;"; done > "$out/alias.ld"
${cross}gcc -O1 -w -fno-builtin -static -o "$out/compare" tests/runtime/compare.c "$out/runtime.o" "$out/alias.ld" -lm
qemu-riscv64 "$out/compare"
