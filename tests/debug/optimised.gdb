# source: variables.c
# options: -O2
# target: qemu ferry
break total
continue
backtrace
print p
print calls
step
step
print origin
tbreak printf
continue
backtrace
