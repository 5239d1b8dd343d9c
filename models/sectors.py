"""Fields of investment of special bonds: a key, and its name in both languages.

Headings of the whitelist annexed to 国办发〔2024〕52号 as reported; other keys are shown as they stand.
"""

from models.lifecycle import Label

SECTORS = (
    ("transport", Label("Transport infrastructure", "交通基础设施")),
    ("energy", Label("Energy", "能源")),
    ("agriculture_forestry_water", Label("Agriculture, forestry and water", "农林水利")),
    ("ecology", Label("Ecology and environment", "生态环保")),
    ("sewage_waste", Label("Urban sewage and waste treatment", "城镇污水垃圾处理")),
    ("health", Label("Health care", "医疗卫生")),
    ("education", Label("Education", "教育")),
    ("elderly_childcare", Label("Care of the elderly and of children", "养老托育")),
    ("culture_tourism", Label("Culture and tourism", "文化旅游")),
    ("social", Label("Other social undertakings", "其他社会事业")),
    ("cold_chain_logistics", Label("Cold chain and logistics", "冷链物流")),
    ("municipal_industrial_park", Label("Municipal works and industrial parks", "市政和产业园区基础设施")),
    ("strategic", Label("Major national strategies", "国家重大战略项目")),
    ("affordable_housing", Label("Affordable housing", "保障性安居工程")),
    ("land_reserve", Label("Land reserve", "土地储备")),
    ("new_infrastructure", Label("New kinds of infrastructure", "新型基础设施")),
    ("government_fund", Label("Government investment funds", "政府投资基金")),
    ("other", Label("Other", "其他")),
)
"""Every field of investment, in the order of the list."""
