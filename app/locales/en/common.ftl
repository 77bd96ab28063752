site-name = Hikae
