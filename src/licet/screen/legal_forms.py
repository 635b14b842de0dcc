"""The legal forms of companies, as they stand at the end or the start of a name.

Data of the comparison of names, in the spelling that `names.spelled` gives. Left out on purpose: group, holding,
bank, trading and other words that tell one company from another.
"""

from __future__ import annotations

# One word for each form that is written in several ways.
UNIFIED = {
    "company": "co",
    "corporation": "corp",
    "incorporated": "inc",
    "limited": "ltd",
    "private": "pvt",
    "proprietary": "pty",
}
AT_THE_END = """
co; and co; corp; inc; ltd; llc; llp; lp; plc; pte; pvt; pty; sdn bhd; bhd; fze; fzc; fzco; fz llc; wll; psc
limited liability company; limited liability partnership; limited partnership; public limited company
joint stock company; public joint stock company; open joint stock company; closed joint stock company
private joint stock company; private limited company; limited liability
obshchestvo s ogranichennoy otvetstvennostyu; obshchestvo s ogranichennoi otvetstvennostyu
obshchestvo s ogranichennoi otvetstvennostiu; obshchestvo s ogranichennoy otvetstvennostiu
aktsionernoe obshchestvo; aktsionernoye obshchestvo; publichnoe aktsionernoe obshchestvo
jsc; ojsc; pjsc; cjsc; ooo; oao; zao; pao; ao; ооо; оао; зао; пао; ао
gmbh; gmbh and co kg; mbh; ag; kg; kgaa; se; sa; sas; sarl; srl; spa; sl; bv; nv; bvba; ab; as; asa; aps; oy; oyj
sp zoo; sp z oo; spolka z ograniczona odpowiedzialnoscia; sro; doo; dd; ad; eood; ood; kft; zrt; nyrt; uab; sia; ou
anonim sirketi; limited sirketi; ltd sti; tic ltd sti; san ve tic ltd sti; tbk; sa de cv; s de rl de cv; ltda; eirl
kk; yk; youxian gongsi; gufen youxian gongsi; youxian zeren gongsi
"""
AT_THE_START = """
ooo; oao; zao; pao; ao; ооо; оао; зао; пао; ао; llc; jsc; ojsc; pjsc; cjsc; pt; limited liability company
joint stock company; public joint stock company; open joint stock company; closed joint stock company
private joint stock company
obshchestvo s ogranichennoy otvetstvennostyu; obshchestvo s ogranichennoi otvetstvennostyu
obshchestvo s ogranichennoi otvetstvennostiu; obshchestvo s ogranichennoy otvetstvennostiu
aktsionernoe obshchestvo; aktsionernoye obshchestvo
publichnoe aktsionernoe obshchestvo; publichnoye aktsionernoye obshchestvo
otkrytoe aktsionernoe obshchestvo; otkrytoye aktsionernoye obshchestvo
zakrytoe aktsionernoe obshchestvo; zakrytoye aktsionernoye obshchestvo
общество с ограниченной ответственностью; акционерное общество; публичное акционерное общество
открытое акционерное общество; закрытое акционерное общество
"""
# Chinese, Japanese and Korean forms are written without a space. The longest first.
WITHOUT_SPACE = (
    "股份有限公司",
    "有限责任公司",
    "有限責任公司",
    "有限公司",
    "株式会社",
    "株式會社",
    "有限会社",
    "주식회사",
)
