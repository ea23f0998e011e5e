"""Those our server connects to: DNS, remote mail servers, a greylisting policy, a content filter."""
