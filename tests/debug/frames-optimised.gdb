# source: frames.c
# options: -O1
# target: qemu ferry
break aligned
continue
backtrace
info args
finish
kill
