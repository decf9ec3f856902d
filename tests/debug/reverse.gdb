# source: variables.c
# options: -O0
# target: ferry
break helper
continue
watch sum
continue
continue
reverse-continue
reverse-continue
info locals
reverse-continue
delete
reverse-next
reverse-step
backtrace 2
stepi
reverse-stepi
tbreak printf
continue
reverse-finish
next
reverse-continue
kill
