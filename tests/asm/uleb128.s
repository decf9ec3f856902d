# gnu: no (GNU as 2.40 refuses distances in code; later versions write these relocations)
	.text
a:	call x
	nop
b:	nop
	.data
	.uleb128 b - a
	.uleb128 c - d
	.sleb128 -300
d:	.word 1
c:
