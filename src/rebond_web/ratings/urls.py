"""The addresses of two-way ratings."""

from __future__ import annotations

from django.urls import path

from rebond_web.ratings import exchange_views, public, staff_views, views

urlpatterns = [
    # open to whoever has the link, or the code
    path("e/<slug:token>/", public.rate_exchange, name="rate"),
    path("e/mine/<slug:code>/", public.my_rating, name="my-rating"),
    # of a workspace
    path("w/<slug:slug>/ratings/", views.ratings, name="ratings"),
    path("w/<slug:slug>/ratings/table.csv", views.table, name="ratings-table"),
    path("w/<slug:slug>/ratings/record/", exchange_views.record, name="record-exchange"),
    path(
        "w/<slug:slug>/ratings/record/file/", exchange_views.record_by_file, name="record-exchanges"
    ),
    path("w/<slug:slug>/ratings/exchanges/", exchange_views.exchanges, name="exchanges"),
    path(
        "w/<slug:slug>/ratings/exchanges/<int:exchange>/", exchange_views.exchange, name="exchange"
    ),
    path(
        "w/<slug:slug>/ratings/exchanges/<int:exchange>/back/",
        exchange_views.exchange_back,
        name="exchange-back",
    ),
    path("w/<slug:slug>/ratings/wave/", views.wave_aside, name="rating-wave"),
    path("w/<slug:slug>/ratings/mine/", staff_views.mine, name="ratings-mine"),
    path("w/<slug:slug>/ratings/people/", staff_views.people, name="rated-people"),
    path("w/<slug:slug>/ratings/people/<int:seat>/", staff_views.person, name="rated-person"),
    path("w/<slug:slug>/ratings/aside/<int:rating>/", staff_views.aside, name="rating-aside"),
]
