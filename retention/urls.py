"""The consultant's toolbox."""

from django.urls import URLPattern, path

from retention.ladder import views as ladder
from retention.offers import views as offers

urlpatterns: list[URLPattern] = [
    path("medarbejdere/<str:ref>/trin/", ladder.place, name="place_on_ladder"),
    path("min-side/<str:ref>/trin/", ladder.place_oneself, name="place_oneself"),
    path("trin/<str:ref>/fortryd/", ladder.withdraw, name="withdraw_placement"),
    path("tilbud/", offers.catalogue, name="offers"),
    path("tilbud/nyt/", offers.add, name="offer_add"),
    path("tilbud/<slug:key>/", offers.detail, name="offer"),
    path("tilbud/<slug:key>/ret/", offers.change, name="offer_change"),
    path("medarbejdere/<str:ref>/tilbud/", offers.start, name="offer_start"),
    path("tilbud-i-brug/<str:ref>/slut/", offers.end, name="offer_end"),
]
