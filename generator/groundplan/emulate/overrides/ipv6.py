"""IPv6 ranges of networks that stand: a range is associated, and dissociated, by its own calls."""

from groundplan.emulate.spec import Call, Words
from groundplan.emulate.words import answer_of, changed

VPC_RANGE = "assignGeneratedIpv6CidrBlock"
_RANGE = "ipv6CidrBlock"
ON_CREATION = "assignIpv6AddressOnCreation"
IN_USE = "[?Ipv6CidrBlockState.State=='associated'] | [0]"

VPC = (
    Call("describe_vpcs", params={"VpcIds": ["{id}"]}),
    Call(
        "disassociate_vpc_cidr_block",
        (VPC_RANGE,),
        params={
            "AssociationId": answer_of(
                "describe_vpcs", f"Vpcs[0].Ipv6CidrBlockAssociationSet{IN_USE}.AssociationId"
            )
        },
        match=False,
        when=lambda w: w["before"].get(VPC_RANGE),
    ),
    Call(
        "associate_vpc_cidr_block",
        (VPC_RANGE,),
        params={"VpcId": "{id}", "AmazonProvidedIpv6CidrBlock": True},
        match=False,
        when=lambda w: w["after"].get(VPC_RANGE),
    ),
)
"""Changes of a VPC."""


def turns_off(w: Words) -> bool:
    """True where addresses are no longer given out because their range goes."""
    was, will = (bool(w.get(when, {}).get(ON_CREATION)) for when in ("before", "after"))
    return was and not will and changed(_RANGE)(w)


SUBNET = (
    Call("describe_subnets", params={"SubnetIds": ["{id}"]}),
    Call(
        "modify_subnet_attribute",
        (_RANGE,),
        params={"SubnetId": "{id}", "AssignIpv6AddressOnCreation": {"Value": False}},
        match=False,
        when=turns_off,
    ),
    Call(
        "disassociate_subnet_cidr_block",
        (_RANGE,),
        params={
            "AssociationId": answer_of(
                "describe_subnets", "Subnets[0].Ipv6CidrBlockAssociationSet[0].AssociationId"
            )
        },
        match=False,
        when=lambda w: w["before"].get(_RANGE),
    ),
    Call(
        "associate_subnet_cidr_block",
        (_RANGE,),
        params={"SubnetId": "{id}", "Ipv6CidrBlock": "{ipv6CidrBlock}"},
        match=False,
        when=lambda w: w["after"].get(_RANGE),
    ),
)
"""Changes of a subnet."""
