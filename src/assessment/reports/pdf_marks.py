"""What a PDF needs beside WeasyPrint's own: the mark of PDF/UA in that of PDF/A, what the heads of tables
are heads of, a place for a seal."""

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pydyf

SEAL_FIELD = "Seal"
"""The name of the signature field into which a document is sealed."""

_NAMES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}
for _prefix, _address in _NAMES.items():
    ElementTree.register_namespace(_prefix, _address)

_IS_UA = f"""\
<rdf:RDF {" ".join(f'xmlns:{prefix}="{address}"' for prefix, address in _NAMES.items())}>
  <rdf:Description rdf:about="" pdfuaid:part="1"/>
  <rdf:Description rdf:about="">
    <pdfaExtension:schemas>
      <rdf:Bag>
        <rdf:li rdf:parseType="Resource">
          <pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
          <pdfaSchema:namespaceURI>{_NAMES["pdfuaid"]}</pdfaSchema:namespaceURI>
          <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
          <pdfaSchema:property>
            <rdf:Seq>
              <rdf:li rdf:parseType="Resource">
                <pdfaProperty:name>part</pdfaProperty:name>
                <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
                <pdfaProperty:category>internal</pdfaProperty:category>
                <pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>
              </rdf:li>
            </rdf:Seq>
          </pdfaSchema:property>
        </rdf:li>
      </rdf:Bag>
    </pdfaExtension:schemas>
  </rdf:Description>
</rdf:RDF>"""
"""That the file is PDF/UA-1, and what that mark means to a reader that knows PDF/A alone (ISO 19005-3,
6.6.2.3: what the standard does not name is described in the file itself)."""


def with_ua(described: Callable[..., bytes]) -> Callable[..., bytes]:
    """The description of a PDF/A as WeasyPrint writes it, marked as PDF/UA-1 as well."""

    def describe(*arguments: Any) -> bytes:
        rdf = ElementTree.fromstring(described(*arguments))  # noqa: S314  # our own
        rdf.extend(ElementTree.fromstring(_IS_UA))  # noqa: S314
        return bytes(ElementTree.tostring(rdf, encoding="utf-8"))

    return describe


def mark_heads(_document: object, pdf: pydyf.PDF) -> None:
    """A finisher that says of each head in a table whether it is one of a column or of a row.

    A head in the table's own head is one of a column (ISO 32000-1, 14.8.5.7). The cells name their heads by
    identifiers; the root of the tags tells where each stands, as it has to (14.7.2).
    """
    found = {thing.reference: thing for thing in pdf.objects if hasattr(thing, "reference")}
    named = []
    for thing in pdf.objects:
        if not isinstance(thing, pydyf.Dictionary) or thing.get("S") != "/TH":
            continue
        row = found[thing["P"]]
        is_of_column = found[row["P"]]["S"] == "/THead"
        thing["A"]["Scope"] = "/Column" if is_of_column else "/Row"
        if "ID" in thing:
            named.append((thing["ID"].string, thing["ID"], thing.reference))
    if named:
        pairs = [each for _key, name, place in sorted(named) for each in (name, place)]
        tree = pydyf.Dictionary({"Names": pydyf.Array(pairs)})
        pdf.add_object(tree)
        found[pdf.catalog["StructTreeRoot"]]["IDTree"] = tree.reference


def add_place_for_seal(words: str) -> Callable[[Any, pydyf.PDF], None]:
    """A finisher that lays an empty, invisible signature field on the first page.

    It stands in the tree of tags as a form field (ISO 14289-1, 7.18.4) and is called `words` by a
    screen reader, so that sealing changes nothing that a check of accessibility looks at.
    """

    def finish(_document: object, pdf: pydyf.PDF) -> None:
        found = {thing.reference: thing for thing in pdf.objects if hasattr(thing, "reference")}
        tags = found[pdf.catalog["StructTreeRoot"]]
        whole, numbers = found[tags["K"][0]], found[tags["ParentTree"]]["Nums"]
        page: pydyf.Dictionary = next(
            thing
            for thing in pdf.objects
            if isinstance(thing, dict) and thing.get("Type") == "/Page"
        )
        number = max(numbers[0::2]) + 1
        field = pydyf.Dictionary(
            {
                "Type": "/Annot",
                "Subtype": "/Widget",
                "FT": "/Sig",
                "T": pydyf.String(SEAL_FIELD),
                "TU": pydyf.String(words),
                "F": 4,  # printed, and not hidden: PDF/A allows nothing else
                "Rect": pydyf.Array([0, 0, 0, 0]),
                "P": page.reference,
                "StructParent": number,
            }
        )
        pdf.add_object(field)
        place = pydyf.Dictionary({"Type": "/OBJR", "Obj": field.reference, "Pg": page.reference})
        tag = pydyf.Dictionary(
            {
                "Type": "/StructElem",
                "S": "/Form",
                "P": whole.reference,
                "K": pydyf.Array([place]),
            }
        )
        pdf.add_object(tag)
        whole["K"].append(tag.reference)
        numbers.extend([number, tag.reference])
        page.setdefault("Annots", pydyf.Array()).append(field.reference)
        page["Tabs"] = "/S"
        fields = pydyf.Array([field.reference])
        pdf.catalog["AcroForm"] = pydyf.Dictionary({"Fields": fields, "SigFlags": 3})

    return finish
