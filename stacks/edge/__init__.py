"""What faces the internet: load balancer, certificate, DNS, CDN, WAF."""
