# source: variables.c
# options: -O0
# target: ferry
break total
continue
print $fa0
print $a0
print $fcsr
print $pc == total + ($pc - total)
set var n = 40
print n
set var origin.w = 0.25
print origin
set $a0 = 7
print $a0
info threads
x/s text
awatch counter
continue
delete
rwatch origin.x
continue
delete
continue
