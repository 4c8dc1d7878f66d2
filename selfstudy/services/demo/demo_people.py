"""Names and offices of people who never were, for demonstrations."""

from __future__ import annotations

from random import Random

FAMILIES = (
    "Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Trần", "Lê", "Lê", "Phạm", "Huỳnh", "Hoàng", "Phan",
    "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Đinh", "Trương", "Lâm", "Mai",
)  # fmt: skip
WOMEN = (
    ("Thị", "Thị Thu", "Thị Ngọc", "Thị Thanh", "Ngọc", "Thuỳ", "Bích", "Minh", "Hồng", "Kim"),
    (
        "An", "Anh", "Ánh", "Châu", "Diễm", "Dung", "Đào", "Giang", "Hà", "Hạnh", "Hằng", "Hiền",
        "Hoa", "Hương", "Lan", "Linh", "Loan", "Mai", "Nga", "Ngân", "Nhung", "Oanh", "Phượng",
        "Quyên", "Thảo", "Thủy", "Trang", "Trinh", "Tuyết", "Uyên", "Vân", "Yến", "Ẩn", "Ý",
    ),
)  # fmt: skip
MEN = (
    ("Văn", "Hữu", "Đức", "Minh", "Quang", "Thanh", "Quốc", "Công", "Xuân", "Anh", "Ngọc", "Đình"),
    (
        "An", "Bảo", "Bình", "Cường", "Dũng", "Duy", "Đạt", "Đức", "Hải", "Hiếu", "Hoàng", "Hùng",
        "Huy", "Khánh", "Khoa", "Kiên", "Long", "Mạnh", "Nam", "Nghĩa", "Phong", "Phúc", "Quân",
        "Sơn", "Tâm", "Thành", "Thắng", "Tiến", "Toàn", "Trung", "Tuấn", "Tùng", "Vinh", "Vũ",
    ),
)  # fmt: skip
UNIT_NAME = "UBND phường An Bình Đông"
SUPERVISOR_NAME, SUPERVISOR_POSITION = "Trần Thị Lan", "P08"
POSITIONS = ("P01", "P02", "P03", "P03", "P04", "P05", "P06", "P07", "P07", "P08")
APPLIED = (
    "Soạn lại mẫu công văn trả lời của bộ phận theo đúng chín thành phần thể thức.",
    "Rà soát các tờ trình quý này, sửa căn cứ đã hết hiệu lực.",
    "Hướng dẫn đồng nghiệp mới cách ghi số, ký hiệu và trích yếu.",
    "Lập bảng kiểm tra thể thức dùng chung trước khi trình ký.",
)
DECISION, CLASS_TITLE = "112/QĐ-UBND", "CM03"


def name_of(random: Random) -> str:
    """A Vietnamese name as people have it: family, middle, given."""
    middle, given = random.choice((WOMEN, WOMEN, MEN))
    return f"{random.choice(FAMILIES)} {random.choice(middle)} {random.choice(given)}"
