"""Descriptors of an invented harbour."""

COMPONENT = """
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: berth-planner
  namespace: quay
  title: Berth planner
  description: Assigns ships to berths.
  tags: [go, core]
  labels: {tier: gold}
  annotations: {harbour.example/slug: quay/berth-planner}
spec:
  type: service
  lifecycle: production
  owner: crew
  system: port-ops
  providesApis: [berths]
  dependsOn: ['resource:tide-db', 'component:default/clock']
  extra: {shifts: 3}
"""
GROUP = """
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: crew, namespace: quay, title: Quay crew}
spec: {type: team, children: [], members: [ada]}
"""
USER = """
apiVersion: backstage.io/v1alpha1
kind: User
metadata: {name: ada, namespace: quay}
spec:
  memberOf: []
  profile: {displayName: Ada Quay, email: Ada@Quay.example, picture: 'https://quay.example/ada.png'}
"""
ANONYMOUS = """
apiVersion: backstage.io/v1alpha1
kind: User
metadata: {name: bo, namespace: quay}
spec: {memberOf: [crew], profile: {displayName: Bo}}
"""
SYSTEM = """
apiVersion: backstage.io/v1alpha1
kind: System
metadata: {name: port-ops, namespace: quay}
spec: {owner: 'user:ada'}
"""


def component(name: str, **spec: str) -> str:
    """Return a component of the crew; `spec` adds fields or replaces them."""
    fields = {"type": "service", "lifecycle": "production", "owner": "crew", **spec}
    body = "".join(f"  {key}: {value}\n" for key, value in fields.items())
    head = f"apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {{name: {name}, namespace: quay}}\n"
    return f"{head}spec:\n{body}"


def documents(*texts: str) -> str:
    """Return one file of several documents."""
    return "\n---\n".join(text.strip() for text in texts) + "\n"
