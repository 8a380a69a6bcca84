"""The consultant's toolbox: step ladder, offers, partners, screening, Fast track."""
