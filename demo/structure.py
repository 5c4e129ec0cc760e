"""The units of the demo organisation and how many people stand where. 240 in all."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """A unit to create: its place in the tree and its headcount by position key, the head first."""

    key: str
    es: str
    en: str
    parent: str | None
    city: str = ""
    head: str = ""
    staff: tuple[tuple[str, int], ...] = ()


UNITS = (
    UnitPlan("grupo-ceiba", "Grupo Ceiba Hospitalidad", "Grupo Ceiba Hospitality", None),
    UnitPlan("hoteles", "Hoteles", "Hotels", "grupo-ceiba"),
    UnitPlan(
        "recepcion-cartagena",
        "Recepción Cartagena",
        "Reception Cartagena",
        "hoteles",
        "Cartagena",
        "unit-head",
        (("shift-lead", 2), ("guest-relations-officer", 2), ("receptionist", 13)),
    ),
    UnitPlan(
        "recepcion-bogota",
        "Recepción Bogotá",
        "Reception Bogotá",
        "hoteles",
        "Bogotá",
        "unit-head",
        (("shift-lead", 3), ("guest-relations-officer", 3), ("receptionist", 19)),
    ),
    UnitPlan(
        "recepcion-medellin",
        "Recepción Medellín",
        "Reception Medellín",
        "hoteles",
        "Medellín",
        "unit-head",
        (("shift-lead", 3), ("guest-relations-officer", 2), ("receptionist", 15)),
    ),
    UnitPlan("contacto", "Centro de contacto", "Contact centre", "grupo-ceiba"),
    UnitPlan(
        "contacto-medellin",
        "Centro de contacto Medellín",
        "Contact centre Medellín",
        "contacto",
        "Medellín",
        "unit-head",
        (("contact-supervisor", 5), ("contact-agent", 58)),
    ),
    UnitPlan(
        "contacto-bogota",
        "Centro de contacto Bogotá",
        "Contact centre Bogotá",
        "contacto",
        "Bogotá",
        "unit-head",
        (("contact-supervisor", 3), ("contact-agent", 34)),
    ),
    UnitPlan("mostradores", "Mostradores de viaje", "Travel counters", "grupo-ceiba"),
    UnitPlan(
        "mostrador-pereira",
        "Mostrador Pereira",
        "Travel counter Pereira",
        "mostradores",
        "Pereira",
        "unit-head",
        (("travel-adviser", 10),),
    ),
    UnitPlan(
        "mostrador-leticia",
        "Mostrador Leticia",
        "Travel counter Leticia",
        "mostradores",
        "Leticia",
        "unit-head",
        (("travel-adviser", 3),),
    ),
    UnitPlan(
        "reservas-bogota",
        "Reservas Bogotá",
        "Reservations Bogotá",
        "grupo-ceiba",
        "Bogotá",
        "unit-head",
        (("shift-lead", 2), ("reservations-agent", 26)),
    ),
    UnitPlan("facturacion", "Facturación", "Billing", "grupo-ceiba", "Bogotá", "unit-head", (("billing-analyst", 13),)),
    UnitPlan(
        "oficina-apoyo",
        "Oficina de apoyo",
        "Support office",
        "grupo-ceiba",
        "Bogotá",
        "unit-head",
        (("trainer", 3), ("talent-analyst", 3), ("support-analyst", 8)),
    ),
)


@dataclass(frozen=True, slots=True)
class Login:
    """A person one can sign in as in the demo: where they stand and who they are."""

    username: str
    first_name: str
    last_name: str
    sex: str
    unit: str
    position: str
    roles: tuple[str, ...] = ()


LOGINS = (
    Login("staff", "Yuliana", "Mina Cuesta", "f", "recepcion-cartagena", "receptionist"),
    Login("manager", "Hernán", "Ospina Vélez", "m", "recepcion-cartagena", "unit-head"),
    Login("trainer", "Paola", "Guzmán Téllez", "f", "oficina-apoyo", "trainer", ("trainer",)),
    Login("hr", "Inés", "Caicedo Rentería", "f", "oficina-apoyo", "talent-analyst", ("hr",)),
    Login("approver", "Gonzalo", "Restrepo Mejía", "m", "oficina-apoyo", "unit-head", ("approver",)),
)
ADMINISTRATOR = "admin"
PASSWORD = "talante-demo"
