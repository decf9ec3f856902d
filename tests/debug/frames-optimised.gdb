# source: frames.c
# options: -O1
# target: qemu
break aligned
continue
backtrace
info args
finish
break deep if $a0 == 0
continue
backtrace
kill
