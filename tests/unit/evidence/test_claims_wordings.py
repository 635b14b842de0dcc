"""Steps told in many wordings of filings, notices and newspapers, and what is easily taken for a step."""

import pytest
from tests.unit.evidence.claim_reading import claims, said_in

from licet.evidence.model import Modality

TOLD = {
    "us:export required": [
        "The chipmaker disclosed that Washington now demands a licence for every H20 bound for China.",
        (
            "On May 5, 2031, we were informed by the Bureau of Industry and Security that a license is now "
            "required for exports of our H20 products to China."
        ),
        (
            "The U.S. government notified the Company that it requires a license for export to China of the "
            "Company's H20 integrated circuits."
        ),
        "The letter imposes a license requirement on shipments of the MI308 to Macau and Country Group D:5.",
        "Effective immediately, exporters must seek a license before shipping the H20 to China.",
        "This rule imposes a licence requirement for the H20.",
        "BIS informed AMD by letter that its MI308 products will require an export license.",
        "Shipping the H20 to China now calls for a permit from Washington.",
        "Nvidia can no longer ship the H20 to China without a licence from the Commerce Department.",
        "Washington has put the H20 under export controls.",
        "Washington slapped a licensing regime on the MI308.",
        "The H20 was added to the list of chips that may not leave the US without a licence.",
        "The Commerce Department said exports of the H20 would henceforth be subject to licensing.",
        "Sales of the H20 to China were made conditional on a licence by the Commerce Department.",
        "The interim final rule adds a licensing requirement for the H20 when destined to China.",
        "AMD's MI308 chips were brought under the licensing rules by a letter from BIS.",
        (
            "Item 8.01. On April 9, the United States government informed Nvidia that a license is needed "
            "to ship the H20, or any chip of like bandwidth, to China."
        ),
        "A formal letter from BIS subjects the MI308 to licensing with immediate effect.",
        "From now on no H20 may go to China unless the Commerce Department issues a licence.",
        "ACTION: Notice. SUMMARY: BIS is imposing license requirements on exports of the H20 to China.",
        "Washington tightened the screws by making H20 exports dependent on a licence.",
        "The Commerce Department extended its curbs to the MI308.",
        "美国商务部要求H20芯片对华出口须获得许可证。",
    ],
    "us:export required_denial": [
        "This rule adds a presumption of denial for applications to export the A800 to China.",
        "License applications for the H800 will be reviewed under a policy of denial.",
        "Applications to export the H200 to China are presumptively denied under the rule.",
        "The rule sets a presumption-of-denial review policy for the H800.",
        "There is a presumption of denial for licence applications covering the B300.",
    ],
    "us:export not_required": [
        "Nvidia does not need US approval to export the RTX Pro 6000D.",
        "BIS confirmed that the RTX Pro 6000D is not subject to a license requirement.",
        "We have been advised that the license requirement does not apply to the RTX Pro 6000D.",
        "The RTX Pro 6000D can be exported to China without a license.",
        "The RTX Pro 6000D falls outside the scope of the export controls.",
        "No licence is needed to ship the RTX Pro 6000D to China.",
        "The RTX Pro 6000D may be shipped licence-free to China.",
        "Nvidia cut the RTX Pro 6000D's bandwidth so that it would slip under the US limits.",
        "The chip, the RTX Pro 6000D, sits below the performance thresholds and can be sold without a permit.",
        "The requirement to hold a license for the H20 has been dropped.",
        "Exports of the RTX Pro 6000D do not call for a licence, the Commerce Department said.",
    ],
    "us:export blocked": [
        "Washington turned down Nvidia's request to sell the B30A in China.",
        "The White House has said no to sales of the B30A to China.",
        "Nvidia's application to export the B30A was rejected by the Commerce Department.",
        "BIS denied the license application for the B30A.",
        "The administration will not permit exports of the B30A to Chinese buyers.",
        "Trump ruled out letting China have the B30A.",
        "Permission to ship the B30A to China was withheld by the Commerce Department.",
        "The Commerce Department has refused Nvidia a licence for the B30A.",
        "The Trump administration shot down a plan by Nvidia to sell the B30A in China.",
        "Washington has decided against letting Nvidia sell the B30A to China.",
        "The White House nixed B30A sales to China.",
    ],
    "us:export under_consideration": [
        "The White House is studying whether H200 sales to China should be permitted.",
        "US officials are debating whether to let Nvidia sell the H200 to China.",
        "The White House is leaning towards letting the H200 go to China.",
        "Commerce Department officials have been toying with the idea of permitting H200 exports.",
        "Allowing H200 sales to China is on the table, US officials said.",
        "A decision on whether Nvidia may export the H200 to China is under discussion at the White House.",
        "The US is open to allowing sales of the H200 in China.",
    ],
    "us:export announced": [
        (
            "Trump wrote on Truth Social that he will permit Nvidia to ship its H200 products to approved "
            "customers in China."
        ),
        "The president said he would let Nvidia sell H200 chips to China in return for a 25% cut.",
        "Trump announced that H200 exports to China will be allowed.",
        "The White House declared it would give Nvidia permission to sell the H200 in China.",
        "Trump told reporters that Washington would let H200 chips go to China for a 25% fee.",
    ],
    "us:export applied": [
        "Nvidia has asked the Commerce Department for a licence to export the H20.",
        "AMD is seeking US permission to ship the MI308 to China.",
        "Nvidia has put in for export licences for the H200.",
        "Nvidia filed for approval to resume sales of the H20 to China.",
        "The company's licence applications for the H200 remain pending at BIS.",
        "Our applications for licenses to ship the MI308 are pending.",
        "In its 10-Q, AMD said it had applied for licences to export the MI308.",
        "Nvidia has lodged requests for permission to ship the H200 with BIS.",
    ],
    "us:export in_review": [
        (
            "The Commerce Department forwarded the H200 licence applications to the Pentagon and the State "
            "Department for comment."
        ),
        "Applications to export the H200 are being vetted by several US agencies.",
        "An interagency review of licences for the H200 is under way in Washington.",
        "US agencies began reviewing Nvidia's applications to sell the H200 in China.",
    ],
    "us:export assured": [
        (
            "The US government has assured us that licenses will be granted for the H20, and we hope to "
            "start deliveries soon."
        ),
        "Nvidia said it had been promised licences for the H20 by Washington.",
        "The Commerce Department told AMD that license applications for the MI308 would move forward.",
        "Nvidia has Washington's word that licences for the H20 will be issued.",
        "Nvidia got assurances from the US government that it would be permitted to sell the H20.",
    ],
    "us:export eligible_case_by_case": [
        (
            "This rule revises the licence review policy for exports of the H200 to China from a "
            "presumption of denial to case-by-case."
        ),
        "Under the final rule, applications to export the H200 will be considered on a case-by-case basis.",
        "BIS will review license applications for the H200 case by case if the criteria are met.",
        "The rule changes the review posture for the MI325X to case-by-case review.",
        (
            "The Bureau of Industry and Security has replaced the presumption of denial for the H200 with "
            "individual review."
        ),
        "BIS is changing its license review policy for the H200 to case-by-case.",
        "The final rule, effective January 15, allows case-by-case review of H200 licence applications.",
    ],
    "us:export offered_with_conditions": [
        "The Commerce Department has offered Nvidia a licence for the H200 if it agrees to know-your-customer terms.",
        "Nvidia has yet to sign the conditions attached to its H200 licence.",
        "Nvidia has balked at the conditions in the US licence for the H200.",
        "The licence terms for the H200 are still being negotiated between Nvidia and the Commerce Department.",
    ],
    "us:export granted_conditional": [
        "BIS issued the first license for the H20 on August 8.",
        (
            "In late July the USG began reviewing and issuing licenses; we have received licences to ship "
            "H20 to certain China-based customers."
        ),
        "Washington gave Nvidia the nod to ship the H20 to China.",
        "AMD has been granted licences to sell its MI308 in China.",
        "AMD won US permission to ship the MI308 to China.",
        "The Commerce Department has green-lighted exports of the H20.",
        (
            "In February, the U.S. government granted licenses that would allow us to ship small amounts of "
            "H200 products to specific China-based customers."
        ),
        "The go-ahead came from the Commerce Department for exports of the H200 to ten Chinese firms.",
        "Export licences for the H200 were handed to Nvidia on Friday.",
        "The Commerce Department signed off on H20 exports to China.",
        "The first licences for the MI308 have come through from the Commerce Department.",
        "BIS has now approved several licenses for H20 shipments to China.",
        "AMD said the US had issued it licences for the MI308.",
    ],
    "us:export granted_exercised": [
        "Nvidia shipped the first H200 servers to a Chinese customer under its export licence.",
        "We recorded revenue from H200 shipments made under the licence.",
        "The first licensed H200s have left the US for China.",
        "Supplies of the H20 under the licence have started to reach Chinese customers.",
        "Using the licence, AMD delivered the first MI308 chips to Chinese clients in December.",
        "Nvidia has begun delivering the H200 to China under the licences.",
    ],
    "us:export suspended": [
        "BIS suspends all licenses for the H20 with immediate effect.",
        "Licences for the H200 were put on hold by the Commerce Department.",
        "The notice suspends the licences issued to Nvidia for the H20.",
        "Washington has frozen Nvidia's licences to export the H20.",
        "BIS is suspending licences for the MI308.",
    ],
    "us:export revoked": [
        "The Commerce Department pulled Nvidia's licence to sell the H20 to China.",
        "BIS revokes the licence issued for the H200.",
        "Nvidia said its H200 licence had been withdrawn by Washington.",
        "Washington took back the licences it had issued for the H200.",
        "The licences issued in August for the H20 have been rescinded by BIS.",
    ],
    "us:export expired": [
        "Our licence to export the MI308 lapsed on 30 June.",
        "The licence for the H200 ran out at the end of March and has not been renewed.",
        "The H20 licences were valid until May 31 and are no longer in force.",
        "The licences for H20 sales to China expired in January without renewal.",
    ],
    "cn:import guided_against": [
        "Beijing has been nudging firms away from the H20.",
        "Chinese officials steered tech groups towards local chips and away from the H20.",
        "Firms were discouraged by the industry ministry from purchasing the H20.",
        "China's authorities have advised companies against using the H20.",
        "中国监管部门建议企业不要购买H20芯片。",
        "Purchases of the H20 are frowned upon by Beijing, officials told companies.",
        "Beijing wants companies to shun the H20.",
        (
            "China's industry ministry told firms not to use the H20 unless they could explain why domestic "
            "chips would not do."
        ),
        "Chinese regulators have been leaning on tech groups to steer clear of the H20.",
    ],
    "cn:import questioned": [
        "The Cyberspace Administration of China called in Nvidia over security risks of the H20.",
        "Nvidia was summoned by China's internet regulator over the H20.",
        "国家互联网信息办公室约谈了英伟达公司，要求其就H20算力芯片漏洞后门安全风险问题进行说明。",
        "Beijing demanded that Nvidia explain alleged backdoors in the H20.",
        "Beijing hauled in Nvidia's representatives over alleged backdoors in the H20.",
    ],
    "cn:import excluded": [
        "China's government has told state-owned data centres not to use foreign AI chips.",
        "State-funded data centres in China have been told to strip out foreign AI chips.",
        "China has shut foreign AI chips out of state-backed data centres.",
        "The use of foreign AI chips in state-funded data centres is prohibited under Chinese guidance.",
        "Beijing barred the H200 from government projects and critical infrastructure.",
        "Operators of state-backed data centres must remove foreign AI chips, according to guidance from Beijing.",
    ],
    "cn:import paused_by_guidance": [
        "China's government asked its tech companies to stop placing H200 orders for now.",
        "Beijing asked firms to hold off on H200 purchases.",
        "Chinese regulators told buyers to pause H200 orders while they decide.",
        "Buyers were asked by the Chinese government to put H200 orders on ice.",
        "中国有关部门要求企业暂停采购H200芯片。",
        "Chinese tech companies have been told to wait before placing orders for the H200.",
        "The NDRC told data centre operators to suspend purchases of the H20.",
        "China told its tech firms to sit tight on H200 orders.",
        "Beijing put a hold on H200 purchases by tech firms.",
        "ByteDance and Alibaba were asked by regulators in Beijing to suspend their H200 purchases.",
    ],
    "cn:import ordered_to_stop": [
        (
            "China's internet watchdog instructed Alibaba and ByteDance to halt testing of the RTX Pro "
            "6000D and cancel orders."
        ),
        "中国监管部门要求企业停止采购RTX Pro 6000D。",
        "The Cyberspace Administration of China ordered companies to terminate their purchases of the RTX Pro 6000D.",
        "Companies have been told by the CAC to call off their orders for the RTX Pro 6000D.",
        "Beijing forbade its largest tech firms from buying the RTX Pro 6000D.",
        "Tech groups were instructed by Beijing to drop the RTX Pro 6000D.",
        "国家网信办要求字节跳动停止测试并取消RTX Pro 6000D订单。",
        "The Cyberspace Administration of China has banned firms from buying the RTX Pro 6000D.",
    ],
    "cn:import customs_scrutiny": [
        "Customs officers have been sent to major ports to check shipments of Nvidia chips.",
        "China has stepped up inspections of chip imports at its ports, looking for Nvidia's H20.",
        "海关加强对英伟达芯片的查验。",
    ],
    "cn:import customs_refused": [
        "Chinese customs turned away shipments of the H200 at the border.",
        "H200 consignments were blocked at the border by Chinese customs.",
        "Shipments of the H200 were turned away at Shenzhen.",
        "海关通知报关行，H200芯片不得进口。",
        "海关对H200芯片的报关不予受理。",
        "China's customs authorities informed logistics firms that the H200 could not be imported.",
        "Chinese customs agents were notified that Nvidia's H200 is not allowed into the country.",
        "The H200 has been barred from entering China.",
        "Beijing told customs that the H200 must not come in.",
        "H200 shipments are being sent back from Shenzhen port, forwarders in China said.",
        "China's customs will no longer clear the H200.",
    ],
    "cn:import import_permit_halted": [
        "Import permits for the RTX 5090 D V2 were halted by Chinese customs.",
        "China has stopped issuing import permits for the RTX 5090 D V2.",
        "海关暂停办理RTX 5090 D V2的进口许可。",
        "China has ceased granting import licences for the RTX 5090 D V2.",
        "The issue of import permits for the RTX 5090 D V2 has been suspended in China.",
    ],
    "cn:import special_circumstances_only": [
        "Beijing will approve H200 purchases solely in special cases such as university labs.",
        "H200 purchases are to be allowed only in exceptional circumstances under the guidance from Beijing.",
        "Companies were told to buy the H200 only if absolutely necessary.",
        "China will let firms buy the H200 only in special circumstances.",
    ],
    "cn:import access_limits_discussed": [
        "Chinese regulators are weighing curbs on who may buy the H200.",
        "Beijing is mulling whether to let companies buy the H200.",
        "Regulators in Beijing have been discussing ways to permit limited access to the H200.",
    ],
    "cn:import approval_planned": [
        "China intends to approve some imports of the H200 this quarter.",
        "Beijing is preparing to let in some H200 chips as soon as this quarter.",
        "China plans to give the go-ahead for limited H200 purchases.",
        "China is getting ready to approve H200 imports for commercial use.",
    ],
    "cn:import in_principle": [
        "Alibaba, Tencent and ByteDance have been told they may get ready to order the H200.",
        "Beijing gave in-principle consent to H200 purchases.",
        "Chinese regulators told the firms they could start preparing H200 orders.",
        "Beijing has told Alibaba it can go ahead and prepare orders for the H200.",
    ],
    "cn:import quota_proposed": [
        "Beijing is considering a cap on the number of H200 chips each company may import.",
        "Under the proposal, China would limit H200 imports to 100,000 units.",
    ],
    "cn:import approved_batch_conditional": [
        "Approval from Beijing for H200 purchases has been given to DeepSeek.",
        "China has cleared a first batch of H200 imports.",
        "Beijing gave ByteDance, Alibaba and Tencent the nod to buy more than 400,000 H200 chips.",
        "The Chinese government granted DeepSeek permission to purchase the H200.",
        "A green light for the H200 was given by Beijing to three companies.",
        "The NDRC signed off on purchases of the H200 by three firms.",
        "中国政府批准首批H200芯片进口。",
        "Three Chinese internet companies were given permission by Beijing to import the H200.",
        "Imports of the H200 have been given the go-ahead by China.",
        "China gave three tech firms clearance to import the H200.",
        "Beijing waved through the first H200 imports, some 400,000 units.",
        "ByteDance has secured Beijing's approval to buy the H200.",
    ],
    "cn:import queued": [
        "Other companies are waiting in line for approval from Beijing to buy the H200.",
        "More Chinese firms have joined the queue for H200 approvals.",
        "Smaller buyers are still waiting for Beijing's approval of their H200 orders.",
    ],
    "cn:import held": [
        "China has yet to let the H200 in, Huang said.",
        "H200 chips remain stuck as Chinese customs have not cleared them.",
        "Chinese authorities have not allowed any H200 into the country.",
        "No H200 has been released by Chinese customs.",
        "Not one H200 has been let into China so far.",
    ],
    "cn:import released_limited": [
        "Chinese customs released small lots of the H200.",
        "A small number of H200 chips were allowed into China.",
        "China let in a handful of H200 chips on a case-by-case basis.",
        "A few small batches of the H200 were released by Chinese customs last week.",
    ],
}
NO_STEP = [
    "We have not received any license for the H20.",
    "There is no assurance that licenses will be granted.",
    "Nvidia stopped production of the H20.",
    "A permit is needed to park in Washington.",
    "The company told investors to hold off on buying the shares.",
    "Regulators in Brussels turned down the merger of two chip firms.",
    "The court rejected Nvidia's request to dismiss the lawsuit over the H200.",
    "Nvidia withheld guidance for China sales of the H20.",
    "Nvidia cancelled its orders with suppliers for the H20.",
    "Nvidia told suppliers to stop work on the H20.",
    "Customers told Nvidia they were waiting for the H20.",
    "Lawmakers urged the Commerce Department to block sales of the B30A to China.",
    "Shipments of apples were turned away at the border.",
    "Nvidia received FCC approval for a networking card.",
    "The board approved a share buyback and a quarterly dividend.",
    "Taiwan imposed a license requirement on exports to Huawei.",
    "Dutch officials revoked ASML's licence to export lithography tools.",
    "Analysts say Beijing might pause purchases of the H200 if talks fail.",
    "China suspended its export controls on rare earths.",
    "Beijing halted export licences for rare earths to US chipmakers.",
    "Congress passed a bill that would require a licence for the H200.",
    "We cannot ship our products on time without a license from the patent holder.",
    "Nvidia said the H20 is sold out and customers should wait before placing orders.",
    "The H200 competes with AMD's MI308 in China.",
    "US chip stocks fell after Beijing warned of a trade war.",
    "China urged Washington to lift the restrictions on the H20.",
    "Beijing told reporters it opposed the export controls on the H20.",
    "Nvidia asked TSMC to halt production of the H20.",
    "Chinese officials told Nvidia that they welcome its investment.",
    "The company pulled its licence agreement for software on the H200.",
    "Nvidia is open to selling the H200 to European customers, it said.",
    "The two countries agreed to extend the trade truce while H20 talks go on.",
    "A judge rejected an application from a former Nvidia engineer in the H200 case.",
    "Huang said he hopes China will approve the H200.",
    "If the licences are revoked, Nvidia could lose H20 sales.",
    "Nvidia denied it had been told to stop H20 sales.",
    "The US has not suspended licences for the H20.",
    "Analysts expect Washington to approve the H200.",
    "Some firms put H200 servers on hold because of power shortages.",
    "A Chinese start-up dropped the H200 in favour of a cheaper chip.",
    "ByteDance told suppliers to prepare orders for its own chip.",
    "Malaysia now requires a permit for exports of AI chips.",
    "The Senate bill would revoke licences for the H20.",
    "DeepSeek was asked by Chinese officials to train on Huawei chips.",
    "Nvidia may resume H20 deliveries once licences are granted.",
]


@pytest.mark.parametrize(("step", "text"), [(step, text) for step, texts in TOLD.items() for text in texts])
def test_a_step_is_read_in_other_words(step: str, text: str) -> None:
    steps = [(said_in(claim), claim.modality) for claim in claims(text) if claim.key is not None]

    assert steps == [(step, Modality.DONE)]


@pytest.mark.parametrize("text", NO_STEP)
def test_what_is_no_step_done_is_not_read_as_one(text: str) -> None:
    done = [said_in(claim) for claim in claims(text) if claim.key is not None and claim.modality is Modality.DONE]

    assert done == []
