# source: variables.c
# options: -O0
# target: qemu ferry
break helper
continue
backtrace
info args
info locals
print *list
print list->next->value
print c
step
next
next
next
next
next
info locals
finish
info locals
print both
print/x bytes
ptype flags
ptype struct node
ptype callback
ptype p
print origin
print table
print table[1][0]
print names[1]
print counter
print calls
up
info locals
info line 45
tbreak printf
continue
backtrace
