site-name = 控え Hikae
