"""The composition root: places, settings and clock become services; it decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from selfstudy.content.library import Library
from selfstudy.exchange.lock import Cost, calibrated
from selfstudy.services.carrying.archive import Archive
from selfstudy.services.carrying.handover import Handover
from selfstudy.services.carrying.sync import Sync
from selfstudy.services.devices.devices import Devices
from selfstudy.services.explaining.explaining import Explaining
from selfstudy.services.framework.setting import FrameworkSetting
from selfstudy.services.holding.desk import Desk
from selfstudy.services.holding.holder import Clock
from selfstudy.services.needs.board import UnitNeeds
from selfstudy.services.needs.own import OwnNeeds
from selfstudy.services.needs.rating import Rating
from selfstudy.services.needs.surveying import Surveying
from selfstudy.services.packs.fetching import HubPacks
from selfstudy.services.packs.installing import Packs
from selfstudy.services.profiles import Profiles
from selfstudy.services.reporting import Reporting
from selfstudy.services.rescue.safety import Safety
from selfstudy.services.studying.review import Review
from selfstudy.services.studying.study import Study
from selfstudy.services.unit.erasure import Erasure
from selfstudy.services.unit.retention import Retention
from selfstudy.services.unit.unit import Unit
from selfstudy.settings import Places, load_settings


@dataclass(frozen=True)
class Services:
    """What one learner can ask for."""

    desk: Desk
    study: Study
    review: Review
    handover: Handover
    unit: Unit
    safety: Safety
    erasure: Erasure
    retention: Retention
    sync: Sync
    devices: Devices
    packs: Packs
    hub_packs: HubPacks
    reporting: Reporting
    archive: Archive
    explaining: Explaining
    framework: FrameworkSetting
    needs: OwnNeeds
    unit_needs: UnitNeeds

    def stop_talking(self) -> None:
        """Give up what a hub is being asked: the program closes. What came so far is kept."""
        self.sync.stop()
        self.hub_packs.stop()


def local_now() -> datetime:
    """The clock of this computer, aware of its zone."""
    return datetime.now().astimezone()


def library(places: Places) -> Library:
    """The shipped modules and those installed from packs."""
    return Library([places.lessons(), places.packs])


def profiles(
    places: Places,
    clock: Clock = local_now,
    shelf: Library | None = None,
    cost: Callable[[], Cost] = calibrated,
) -> Profiles:
    """The people of this computer."""
    return Profiles(places, shelf or library(places), clock, cost)


def services(desk: Desk, places: Places) -> Services:
    """Everything for one open desk."""
    study = Study(desk)
    packs = Packs(places, desk.library)
    safety = Safety(desk, places.data, lambda: load_settings(places.settings_file).backup_folder)
    rating, surveying = Rating(desk), Surveying(desk)
    return Services(
        desk=desk,
        study=study,
        review=Review(study),
        handover=Handover(desk),
        unit=Unit(desk),
        safety=safety,
        erasure=Erasure(desk, safety),
        retention=Retention(desk),
        sync=Sync(desk),
        devices=Devices(desk),
        packs=packs,
        hub_packs=HubPacks(desk, packs),
        reporting=Reporting(desk),
        archive=Archive(desk),
        explaining=Explaining(study),
        needs=OwnNeeds(rating, surveying),
        unit_needs=UnitNeeds(rating, surveying),
        framework=FrameworkSetting(desk),
    )
