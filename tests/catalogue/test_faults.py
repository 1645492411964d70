from assessment.catalogue.faults import CriteriaFault, Fault


def test_fault_reads_as_path_line_and_message():
    assert str(Fault("gold.yaml", 7, "no threshold")) == "gold.yaml:7: no threshold"


def test_fault_prints_on_one_line_whatever_it_quotes():
    fault = Fault("gold.yaml", 7, "the key 'a\nb\u2028\ud800ä' stands here")
    assert str(fault) == "gold.yaml:7: the key 'a b  ä' stands here"


def test_faults_stand_in_the_order_of_the_files_and_their_lines_each_once():
    late, early = Fault("b.yaml", 10, "x"), Fault("b.yaml", 9, "x")
    other = Fault("a.yaml", 11, "x")
    assert CriteriaFault([late, early, other, late]).located == [other, early, late]


def test_error_prints_one_fault_a_line():
    error = CriteriaFault([Fault("b.yaml", 1, "x"), Fault("a.yaml", 2, "y")])
    assert str(error) == "a.yaml:2: y\nb.yaml:1: x"
