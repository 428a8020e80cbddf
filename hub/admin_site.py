"""The admin site of the Hub."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class HubAdminSite(AdminSite):
    """Django's admin under our name; its start page is the Secretariat's desk."""

    site_header = _("Secretariat's desk")
    site_title = _("Regional Hub of Civil Service")
    index_title = _("What waits for whom")
    enable_nav_sidebar = True
