# source: crash.c
# options: -O0
# target: ferry
continue
print list
reverse-next 4
print *list
continue
continue
