char c = ''; int d = 'ab
