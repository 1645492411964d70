from assessment.catalogue.faults import MAX_FAULTS, CriteriaFault, Fault


def test_fault_reads_as_path_line_and_message():
    assert str(Fault("gold.yaml", 7, "no threshold")) == "gold.yaml:7: no threshold"


def test_fault_prints_on_one_line_whatever_it_quotes():
    fault = Fault("gold.yaml", 7, "the key 'a\nb\u2028\ud800ä' stands here")
    assert str(fault) == "gold.yaml:7: the key 'a b  ä' stands here"


def test_fault_prints_on_one_line_whatever_the_file_is_called():
    assert str(Fault("go\nld\udcff.yaml", 1, "x")) == "go ld .yaml:1: x"


def test_faults_stand_in_the_order_of_the_files_and_their_lines_each_once():
    late, early = Fault("b.yaml", 10, "x"), Fault("b.yaml", 9, "x")
    other = Fault("a.yaml", 11, "x")
    assert CriteriaFault([late, early, other, late]).located == [other, early, late]


def test_faults_of_one_line_stand_as_they_were_found():
    second, first = Fault("a.yaml", 1, "b"), Fault("a.yaml", 1, "a")
    assert CriteriaFault([second, first]).located == [second, first]


def test_error_prints_one_fault_a_line():
    error = CriteriaFault([Fault("b.yaml", 1, "x"), Fault("a.yaml", 2, "y")])
    assert str(error) == "a.yaml:2: y\nb.yaml:1: x"


def many(path: str, count: int) -> list[Fault]:
    return [Fault(path, line, "x") for line in range(1, count + 1)]


def test_of_very_many_faults_in_a_file_the_first_hundred_are_told():
    assert len(CriteriaFault(many("a.yaml", 100)).faults) == MAX_FAULTS == 100
    found = CriteriaFault([*many("a.yaml", 103), *many("b.yaml", 101)]).faults
    assert found[99:102] == [
        "a.yaml:100: x",
        "a.yaml:101: and 3 more faults in this file",
        "b.yaml:1: x",
    ]
    assert found[-2:] == ["b.yaml:100: x", "b.yaml:101: and 1 more fault in this file"]


def test_faults_that_were_counted_once_are_counted_with_the_rest():
    first = CriteriaFault(many("a.yaml", 150))
    again = CriteriaFault([*first.located, Fault("a.yaml", 7, "y")])
    assert again.faults[7] == "a.yaml:7: y"
    assert again.faults[-1] == "a.yaml:100: and 51 more faults in this file"


def test_a_count_stays_where_nothing_is_added():
    first = CriteriaFault(many("a.yaml", 150))
    assert CriteriaFault(first.located).faults == first.faults
