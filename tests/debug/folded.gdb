# source: folded.c
# options: -O2
# target: qemu ferry
break main
continue
print table
whatis table
