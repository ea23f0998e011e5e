"""Those who connect to our server: other mail servers, bots, our own people."""
