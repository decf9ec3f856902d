int c = 'abcde';
