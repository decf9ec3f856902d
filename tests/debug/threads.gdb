# source: threads.c
# options: -O0 --libc=glibc -static -pthread
# needs: /usr/riscv64-linux-gnu/lib/libpthread.a
# target: ferry
break work
break threads.c:19
continue
next
print step
thread
tbreak 10
continue
print total
next
continue
thread
print total
stepi
reverse-stepi
continue
