"""Deploys plans into moto and reads them back."""
