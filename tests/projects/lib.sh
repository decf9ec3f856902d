# The parts of `run`: fetching, building, counting, the table. A recipe (a file in recipes/) sets
#   package   Debian's source package        system    its build system, for the table
#   patches   "no" to leave Debian's out     prepare, build, check   functions, run in the unpacked source
#   count     a function that prints "passed total" from check.log: usually one of the count_* below

# Fetches a source package once.
fetch() {
  ls "$work/sources/$1"_*.dsc >/dev/null 2>&1 || "$here/../sources/fetch" "$1" "$work/sources"
}

# Unpacks package $1 into folder $2.
unpack() {
  local options=()
  rm -rf "$2"
  [ "${patches:-}" = no ] && options=(--skip-patches)
  dpkg-source "${options[@]}" -x "$work/sources/$1"_*.dsc "$2" >/dev/null 2>&1
}

# The tools, as a build system is told of them.
tools() {
  mkdir -p "$work/bin/hidden" # the build machine's valgrind cannot run the programs
  printf '#!/bin/sh\nexit 127\n' >"$work/bin/hidden/valgrind"
  chmod +x "$work/bin/hidden/valgrind"
  export PATH=$work/bin/hidden:$PATH
  export HOST=riscv64-linux-gnu CMAKE_BUILD_PARALLEL_LEVEL=${JOBS:-$(nproc)}
  case $1 in
    ferry)
      export PATH=$root/dist/bin:$PATH FERRY_LIBC=$libc
      export CC=ferry-cc AR=ferry-ar RANLIB=ferry-ranlib NM=ferry-nm STRIP=ferry-strip OBJDUMP=ferry-objdump READELF=ferry-readelf
      ;;
    gcc)
      export CC=$HOST-gcc AR=$HOST-ar RANLIB=$HOST-ranlib NM=$HOST-nm STRIP=$HOST-strip OBJDUMP=$HOST-objdump READELF=$HOST-readelf
      ;;
  esac
}

# One project with one compiler, in a shell of its own, where RISC-V programs start by themselves.
one() (
  name=$1 compiler=$2
  . "$here/recipes/$name"
  fetch "$package" || exit 1
  folder=$work/$name-$compiler
  [ -n "$resume" ] || rm -rf "$folder"
  mkdir -p "$folder"
  [ -d "$folder/source" ] || unpack "$package" "$folder/source" || exit 1
  tools "$compiler"
  started=$SECONDS
  export here work name compiler folder
  for step in prepare build check; do
    [ -f "$folder/$step.done" ] && continue
    ${FERRY_PROJECTS_PREFIX:-} "$here/riscv-exec" "$interpreter" bash -e -c ". '$here/lib.sh'; prepare() { :; }; . '$here/recipes/$name'; cd '$folder/source'; $step" >"$folder/$step.log" 2>&1
    code=$?
    # A failed check may be a failed test only: the counts tell.
    if [ $code != 0 ] && [ $step != check ]; then
      result "$name" "$compiler" "$step failed" 0 0
      exit 1
    fi
    touch "$folder/$step.done"
  done
  read -r passed total < <(count <"$folder/check.log")
  result "$name" "$compiler" ok "${passed:-0}" "${total:-0}"
  [ -n "$keep" ] || rm -rf "$folder/source"
)

result() {
  local dsc version lines
  dsc=$(ls "$work/sources/${package}"_*.dsc)
  version=${dsc##*_}
  lines=$(find "$folder/source" -name '*.[ch]' -print0 2>/dev/null | xargs -0 cat 2>/dev/null | wc -l)
  printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$1" "$2" "$on" "$libc" "${version%.dsc}" "$system" "$lines" "$3" "$4" "$5" $((SECONDS - started)) >>"$work/results"
}

table_header() {
  printf '| project | version | build system | lines | Ferry: passed | gcc 12: passed |\n|---|---|---|---|---|---|\n'
}

# The newest result of each compiler for project $1.
table_row() {
  awk -F'\t' -v name="$1" '
    $1 == name { seen = 1; version = $5; how = $6; lines = $7; text[$2] = $8 == "ok" ? $9 " of " $10 : $8 }
    END { if (seen) printf "| %s | %s | %s | %s | %s | %s |\n", name, version, how, lines, text["ferry"], text["gcc"] }' "$work/results"
}

# What CMake and Meson want to know for a cross build; programs start by themselves (riscv-exec).
cross_cmake() {
  cmake -DCMAKE_SYSTEM_NAME=Linux -DCMAKE_SYSTEM_PROCESSOR=riscv64 -DCMAKE_C_COMPILER="$CC" \
    -DCMAKE_AR="$(command -v "$AR")" -DCMAKE_RANLIB="$(command -v "$RANLIB")" -DCMAKE_BUILD_TYPE=Release -DCMAKE_CROSSCOMPILING_EMULATOR=env "$@"
}
cross_meson() {
  {
    printf "[binaries]\nc = '%s'\nar = '%s'\nstrip = '%s'\nexe_wrapper = ['env']\n" "$CC" "$AR" "$STRIP"
    if command -v "$HOST-g++" >/dev/null; then printf "cpp = '%s-g++'\n" "$HOST"; fi
    printf "[host_machine]\nsystem = 'linux'\ncpu_family = 'riscv64'\ncpu = 'riscv64'\nendian = 'little'\n"
  } >"$folder/cross.ini"
  meson setup --cross-file "$folder/cross.ini" "$@"
}

# Counters: read check.log, print "passed total".
count_automake() { # the summary blocks of automake's parallel test driver; what was skipped does not count
  awk '/^# TOTAL:/ { total += $3 } /^# (PASS|XFAIL):/ { passed += $3 } /^# SKIP:/ { total -= $3 } END { print passed + 0, total + 0 }'
}
count_ctest() {
  awk '/tests passed.*tests failed out of/ { for (i = 1; i < NF; i++) { if ($i == "failed") failed = $(i - 1); if ($i == "of") total = $(i + 1) } }
    END { print total - failed, total + 0 }'
}
count_meson() {
  awk '/^(Ok|Expected Fail):/ { passed += $NF } /^(Ok|Expected Fail|Fail|Unexpected Pass|Timeout):/ { total += $NF } END { print passed + 0, total + 0 }'
}
# count_lines OK FAIL: lines that match extended regular expressions
count_lines() {
  awk -v ok="$1" -v fail="$2" '$0 ~ ok { passed++; total++; next } fail != "" && $0 ~ fail { total++ } END { print passed + 0, total + 0 }'
}
