# The build systems of `run`, one function each.

# A folder like Ferry's own for compiler $1, whose ferry-cc is a wrapper that logs.
make_home() {
  local bin=$work/$1/home/dist/bin tool command runner
  rm -rf "${work:?}/$1"
  mkdir -p "$bin" "$work/$1/build"
  cp -r "$root/examples" "$work/$1/home/"
  cp -r "$here/tiny" "$work/$1/tiny"
  for tool in ar ranlib strip nm objdump ld; do
    case $1 in
      ferry) ln -s "$root/dist/bin/ferry-$tool" "$bin/ferry-$tool" ;;
      gcc) ln -s "$(command -v $host-$tool)" "$bin/ferry-$tool" ;;
    esac
  done
  case $1 in
    ferry) command=$root/dist/bin/ferry-cc runner="$root/ferry run" ;;
    gcc) command=$host-gcc runner="qemu-riscv64 -L /usr/$host" ;;
  esac
  printf '#!/bin/sh\n"%s" "$@"\ncode=$?\necho "[$code] $*" >>"%s"\nexit $code\n' "$command" "$work/$1/calls" >"$bin/ferry-cc"
  # The emulator of the toolchain file and of the cross file: "ferry run PROGRAM".
  printf '#!/bin/sh\nshift\nexec %s "$@"\n' "$runner" >"$work/$1/home/ferry"
  cp "$work/$1/home/ferry" "$bin/ferry"
  chmod +x "$bin/ferry-cc" "$bin/ferry" "$work/$1/home/ferry"
}

# What a call was, without the names that are made up for each run.
calls() {
  sed -E -e "s#$work/$1#DIR#g" -e 's/(TryCompile|cmTC)[-_][A-Za-z0-9]+/\1/g' -e 's#/[^ ]*/tmp[A-Za-z0-9_]{8}#/TMP#g' -e 's/CMakeTmp/TMP/g' \
    -e 's/@[^ ]*\.rsp/@RSP/' -e 's#/tmp/cg[A-Za-z0-9]+/#/TMP/#' "$work/$1/calls" | sort
}

# Runs function $1 with both compilers; $2... are the files of the build folder that must be the same too.
both() {
  local build=$1 compiler file
  shift
  for compiler in ferry gcc; do
    make_home $compiler
    (cd "$work/$compiler/build" && PATH=$work/$compiler/home/dist/bin:$PATH "$build" "$work/$compiler") >"$work/$compiler.log" 2>&1 ||
      { tail -n 40 "$work/$compiler.log"; echo "$system: the build with $compiler fails"; return 1; }
    calls $compiler >"$work/$compiler.calls"
  done
  diff -u "$work/gcc.calls" "$work/ferry.calls" || return 1
  for file; do
    diff -u "$work/gcc/build/$file" "$work/ferry/build/$file" || return 1
  done
}

try_cmake() {
  needs cmake ninja $host-gcc qemu-riscv64
  both with_cmake results
}
with_cmake() {
  cmake -G Ninja -DCMAKE_TOOLCHAIN_FILE="$1/home/examples/cmake/ferry.cmake" -DCMAKE_BUILD_TYPE=RelWithDebInfo "$1/tiny" &&
    cmake --build . && ctest --output-on-failure &&
    grep -E '^(HAVE|SIZEOF|IS)_' CMakeCache.txt >results
}

try_meson() {
  needs meson ninja $host-gcc qemu-riscv64
  both with_meson config.h
}
with_meson() {
  meson setup --cross-file "$1/home/examples/meson/ferry.ini" "$1/tiny" . && ninja && meson test --print-errorlogs
}

try_autotools() {
  needs autoreconf libtoolize make $host-gcc qemu-riscv64
  both with_autotools config.h
}
# With glibc, so that both have the same headers and functions to find.
with_autotools() {
  export FERRY_LIBC=glibc
  (cd "$1/tiny" && mkdir -p m4 && autoreconf -i) &&
    "$1/tiny/configure" --host=$host CC=ferry-cc AR=ferry-ar RANLIB=ferry-ranlib NM=ferry-nm STRIP=ferry-strip OBJDUMP=ferry-objdump &&
    make && if_programs_start make check
}

# libtool's programs are scripts that set up the shared library's place, so RISC-V programs have to start by themselves.
if_programs_start() {
  local start=("$root/tests/projects/riscv-exec" "$(command -v qemu-riscv64)")
  export QEMU_LD_PREFIX=/usr/$host
  if "${start[@]}" true 2>/dev/null; then "${start[@]}" "$@"; fi
}

# Objects of a plain build, of one behind the cache, and of one out of the cache are the same bytes.
try_ccache() {
  needs ccache
  export PATH=$root/dist/bin:$PATH CCACHE_DIR=$work/cache CCACHE_COMPILERCHECK='%compiler% --version'
  local name
  for name in plain cold warm; do
    mkdir -p "$work/$name"
    (cd "$work/$name" && for source in tiny main; do
      $([ $name = plain ] || echo ccache) ferry-cc -O2 -g -ffile-prefix-map="$here=." -ffile-prefix-map="$work/$name=." -MD -MF $source.d -c "$here/tiny/$source.c" -o $source.o || return 1
    done) || return 1
  done
  same_objects plain cold warm || return 1
  ccache --print-stats | awk '/^(direct_cache_hit|preprocessed_cache_hit)/ { hits += $2 } /^cache_miss/ { misses = $2 } END { if (hits != 2 || misses != 2) { print "hits " hits ", misses " misses; exit 1 } }'
}

# Two servers on loopback compile; their objects are those of a local build.
try_distcc() {
  needs distcc distccd
  export PATH=$root/dist/bin:$PATH DISTCC_DIR=$work/distcc DISTCC_FALLBACK=0 DISTCC_BACKOFF_PERIOD=0
  local port source user
  servers=()
  user=$(id -un)
  [ "$user" != root ] || user=nobody # distccd refuses to compile as root
  mkdir -p "$work/plain" "$work/far" "$DISTCC_DIR"
  logs=$(mktemp -d) && chmod 777 "$logs" # where that user can write
  for port in 43632 43633; do
    setsid distccd --no-detach --daemon --allow 127.0.0.1 --listen 127.0.0.1 --port $port --enable-tcp-insecure --log-file "$logs/$port" \
      --user "$user" 2>/dev/null &
    servers+=($!)
  done
  trap 'for server in "${servers[@]}"; do kill -- -"$server"; done 2>/dev/null; rm -rf "$logs"' EXIT
  export DISTCC_HOSTS="127.0.0.1:43632/1 127.0.0.1:43633/1"
  for port in 43632 43633; do
    listening $port || { echo "skipped: distccd does not start"; exit 77; }
  done
  for source in tiny main; do
    (cd "$work/plain" && ferry-cc -O2 -c "$here/tiny/$source.c" -o $source.o) || return 1
    (cd "$work/far" && distcc ferry-cc -O2 -c "$here/tiny/$source.c" -o $source.o) || { cat "$logs"/*; return 1; }
  done
  same_objects plain far && grep -q "COMPILE_OK" "$logs"/*
}

listening() {
  local try
  for try in {1..50}; do
    (: </dev/tcp/127.0.0.1/"$1") 2>/dev/null && return 0
    sleep 0.1
  done
  return 1
}

same_objects() {
  local first=$1 name source
  shift
  for name; do
    for source in tiny main; do
      cmp "$work/$first/$source.o" "$work/$name/$source.o" || return 1
    done
  done
}

# Builds that ask where the compiler's own headers are: dependencies from line markers (Perl), -nostdinc with the headers' folder (Linux, U-Boot).
try_headers() {
  local compiler=$root/dist/bin/ferry-cc own name
  own=$("$compiler" -print-file-name=include)
  cd "$work" || return 1
  printf '#include <%s>\n' float.h iso646.h limits.h stdalign.h stdarg.h stdatomic.h stdbool.h stddef.h stdint.h stdnoreturn.h >headers.c
  "$compiler" -E headers.c >headers.i || return 1
  sed -n 's/^# [0-9]* "\(.*\)".*/\1/p' headers.i | grep -v '^<\(built-in\|command-line\)>$' | sort -u >names
  grep -q "^$own/float.h\$" names || { echo "no marker names $own/float.h"; return 1; }
  while read -r name; do
    [ -f "$name" ] || { echo "a marker names $name, which is no file"; return 1; }
  done <names
  # Indexers and IDEs ask by -v.
  "$compiler" -v -E headers.c 2>&1 >headers.i | grep -q "^ $own\$" || { echo "-v does not list $own"; return 1; }
  # Configure scripts look for what is in one line of the standard input, preprocessed (Perl).
  { cat headers.c; echo 'int f(int *p, size_t n); bool b = true;'; } >piped.c
  "$compiler" -E piped.c | sed 's/piped\.c/<stdin>/' >piped.i
  "$compiler" -E - <piped.c | diff piped.i - || return 1
  printf '#include <%s>\n' float.h stdarg.h stdbool.h stddef.h >freestanding.c
  "$compiler" -ffreestanding -nostdinc -isystem "$own" -c freestanding.c
}
