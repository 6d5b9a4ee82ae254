"""The few ids of a pack that the simulation knows by name, to look more like life. A pack without them is simulated just as well."""

# Officers of the brigade share all villages among themselves as slices (分片包干).
SLICE_POST = "slice_officer"
SLICE_HOLDERS = "brigade_officer"

# Where the holders of a post are employed; otherwise in the office of their area.
BRIGADE = "{county}消防救援大队"
ORGANISATIONS = {
    "detachment_chief": "市消防救援支队",
    "brigade_chief": BRIGADE,
    "brigade_officer": BRIGADE,
    "slice_officer": BRIGADE,
    "committee_office": "{county}防火安全委员会办公室",
    "emergency_bureau": "{county}应急管理局",
    "police_station": "{area}派出所",
    "team_leader": "{area}专职消防救援队",
}

# How often something happens that no duty asks for: times a year in each village, or the share of the records it can refer to.
YEARLY = {"hazard_found": 6.0, "fire_incident": 0.35, "fatal_fire": 0.025, "programme_adopted": 0.3, "media_exposure": 0.03}
SHARES = {"major_hazard_found": 0.012, "referral": 0.05}
YEARLY_OTHERWISE = 0.1
SHARE_OTHERWISE = 0.02
