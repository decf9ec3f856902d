# source: frames.c
# options: -O1
# target: qemu
break aligned
continue
backtrace
info args
finish
kill
