# `run linkers`: objects of Ferry, gcc and clang, put together by ferry ld, GNU ld and lld.

try_linkers() {
  needs $host-gcc qemu-riscv64
  export FERRY_LIBC=glibc QEMU_LD_PREFIX=/usr/$host
  PATH=$root/dist/bin:$PATH
  cp "$here"/link/* "$work" && cd "$work" || return 1
  compilers="ferry gcc"
  if command -v clang >/dev/null; then compilers="$compilers clang"; fi
  hosted && lld_links && bare_metal
}

compile() {
  local by=$1
  shift
  case $by in
    ferry) ferry-cc "$@" ;;
    gcc) $host-gcc "$@" ;;
    clang) clang --target=$host -march=rv64gc -mabi=lp64d -isystem /usr/$host/include -w "$@" ;;
  esac
}

join() {
  local by=$1
  shift
  case $by in
    ferry) ferry-cc "$@" ;;
    gnu) $host-gcc "$@" ;;
  esac
}

# Against glibc: static (IFUNC, TLS, sections that nobody needs dropped), PIE, and the second unit as a shared library with versions.
hosted() {
  local linker a b
  printf 'V1 { global: *; local: unused*; };\n' >versions
  for a in $compilers; do
    compile "$a" -O2 -ffunction-sections -fdata-sections -c a.c -fno-pic -o "a-$a.o" && compile "$a" -O1 -fPIE -c a.c -o "a-$a-pie.o" &&
      compile "$a" -O2 -ffunction-sections -fdata-sections -c b.c -fno-pic -o "b-$a.o" && compile "$a" -O1 -fPIC -c b.c -o "b-$a-pic.o" || return 1
  done
  for linker in ferry gnu; do
    for a in $compilers; do
      for b in $compilers; do
        [ "$a$b" != gccgcc ] || [ $linker = ferry ] || continue
        [ "$a$b" != clangclang ] || continue
        works "static: $a, $b" expected -static -no-pie -Wl,--gc-sections "a-$a.o" "b-$b.o" -lm -lpthread || return 1
      done
      works "PIE: $a" expected -pie "a-$a-pie.o" b-ferry-pic.o -lm -lpthread || return 1
      join $linker -shared -Wl,-soname,libb.so,--version-script=versions,--build-id "b-$a-pic.o" -o libb.so || return 1
      works "shared: $a" expected -no-pie -Wl,-rpath,"$work" a-ferry.o -L. -lb -lm -lpthread || return 1
    done
  done
}

# works WHAT EXPECTED ARGUMENTS...: links and runs.
works() {
  local what=$1 expected=$2
  shift 2
  rm -f program
  if ! join $linker "$@" -o program; then echo "$linker ld does not link: $what"; return 1; fi
  if ! qemu-riscv64 ./program | cmp - "$expected"; then echo "wrong, by $linker ld: $what"; return 1; fi
}

# lld (of LLVM 14) does not relax, and refuses what asks for it; the built-in library has a variant that does not.
lld_links() {
  command -v ld.lld >/dev/null || return 0
  local library=$root/dist/lib/rv64-lp64d/norelax
  FERRY_LIBC=ferry ferry-cc -O2 -mno-relax -c plain.c b.c -j2 &&
    ld.lld -static "$library/crt1.o" plain.o b.o --start-group "$library/libc.a" "$library/libferryrt.a" --end-group -o program || return 1
  qemu-riscv64 ./program | cmp - plain.expected || { echo "wrong, by lld"; return 1; }
  ferry-cc -O2 -mno-relax -fPIC -c b.c -o b-pic.o && ld.lld -shared -soname libb.so b-pic.o "$($host-gcc -print-file-name=libgcc_s.so.1)" -o libb.so &&
    linker=ferry && works "with a shared library of lld's" expected -Wl,-rpath,"$work" a-gcc.o -L. -lb -lm -lpthread
}

# The same image, byte for byte, by ferry ld and GNU ld where nothing is relaxed; and one that is relaxed works too.
bare_metal() {
  local by
  for by in $compilers; do
    compile "$by" -O2 -ffreestanding -fno-pic -mno-relax -mcmodel=medany -c bare.c -o "bare-$by.o" || return 1
    ferry-ld -T bare.ld "bare-$by.o" -o image && $host-ld -T bare.ld "bare-$by.o" -o gnu-image &&
      $host-objcopy -O binary gnu-image gnu-image.bin && on_board "$by" && cmp image.bin gnu-image.bin || return 1
  done
  ferry-cc -Os -ffreestanding -mcmodel=medany -c bare.c -o bare.o && ferry-ld -T bare.ld bare.o -o image && on_board relaxed
}

on_board() {
  ferry-objcopy -O binary image image.bin && ferry-as board.S -o board.o && ferry-ld -Ttext=0x20000000 -Tbss=0x80000000 board.o -o board &&
    [ "$(qemu-riscv64 ./board)" = "one two 42" ] || { echo "the image does not run: $1"; return 1; }
}
