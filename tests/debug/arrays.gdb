# source: arrays.c
# options: -O0
# target: qemu ferry
break 6
continue
backtrace
info locals
print copy[1]
ptype copy
print sizeof(copy)
print b
kill
