import pytest

from kiosk.wheels import cv2_faults


def test_this_environment_has_one_wheel_with_cv2():
    assert cv2_faults() == []


@pytest.mark.parametrize("other", ["opencv-python", "opencv_contrib_python_headless", "OpenCV-Python"])
def test_a_second_wheel_is_refused_by_name(other):
    (fault,) = cv2_faults(["numpy", "opencv-python-headless", other])

    assert "opencv-python-headless" in fault
    assert other.lower().replace("_", "-") in fault


def test_no_wheel_is_refused_too():
    assert cv2_faults(["numpy"]) == ["OpenCV is not installed: run `make setup`."]
