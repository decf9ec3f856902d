# source: frames.c
# options: -O0
# target: qemu ferry
break compare
continue
backtrace 1
delete
break deep if n == 0
break one_line
continue
print a
finish
continue
backtrace
print n
up
print n
delete
break aligned
continue
next
backtrace
kill
