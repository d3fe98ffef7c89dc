package demo

import "github.com/danganku/danganku/internal/domain"

// words are the stock from which people are made. Lists are in order of frequency where that matters.
type words struct {
	surnames                  []string
	maleFirst, maleSecond     []string
	femaleFirst, femaleSecond []string
	employers                 []string
	workshops                 []string
	trades                    []string
	posts                     []string
	nations                   []string
	schools                   []string
}

func stock() words {
	return words{
		surnames: runes("王李张刘陈杨赵黄周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓冯程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪" +
			"戴崔任陆廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚佟关富那"),
		maleFirst:    runes("国建德志文明永玉振宝春世长洪贵福广庆绍树铁忠卫新维光克凤兴殿"),
		maleSecond:   runes("军强华民义福生祥林山成杰峰清臣仁田海东江龙顺利良余财东平库"),
		femaleFirst:  runes("秀桂玉淑凤素丽亚春金艳慧雅翠惠月彩敏静晓红振洪"),
		femaleSecond: runes("英兰芳珍华琴梅云霞荣香芝琳贤娟杰清坤艳凡萍洁范君霜"),
		employers: []string{"沈阳演示机床厂", "沈阳演示变压器厂", "沈阳演示重型机器厂", "沈阳演示电缆厂", "沈阳演示纺织厂", "沈阳演示铸造厂",
			"沈阳演示轴承厂", "沈阳演示化工厂", "沈阳演示水泵厂", "沈阳演示冶炼厂", "沈阳演示橡胶制品厂", "沈阳演示建筑工程公司"},
		workshops: []string{"一车间", "二车间", "三车间", "动力车间", "机修车间", "工具车间", "装配车间", "热处理车间", "总务科", "供应科"},
		trades:    []string{"车工", "钳工", "铣工", "电工", "焊工", "铸造工", "锻工", "天车工", "检验工", "仓库保管工", "汽车司机", "炊事员"},
		posts:     []string{"技术员", "会计员", "统计员", "助理工程师", "车间主任", "工程师", "科员", "计划员"},
		nations:   []string{"汉族", "汉族", "汉族", "汉族", "汉族", "汉族", "汉族", "满族", "满族", "锡伯族", "朝鲜族", "回族", "蒙古族"},
		schools:   []string{"演示第一小学", "演示第三中学", "演示第五中学", "演示机械技工学校", "演示工业学校", "演示职工大学"},
	}
}

func runes(text string) []string {
	var list []string
	for _, r := range text {
		list = append(list, string(r))
	}
	return list
}

type planted struct {
	name string
	sex  domain.Sex
}

// plantedPeople open every run, so that each hard case of search and of printing is there from twenty dossiers on.
func plantedPeople() []planted {
	const male, female = domain.SexMale, domain.SexFemale
	return []planted{
		{"单国强", male}, {"仇素珍", female}, {"尉迟德胜", male}, {"欧阳淑芬", female}, {"曾广义", male}, {"解玉兰", female}, {"查文斌", male},
		{"刘𬭎", male}, {"王𠅤", male}, // outside the BMP
		{"髙桂兰", female}, {"鍾志遠", male}, // variant and traditional forms
		{"李秀英", female}, {"李秀英", female}, // two people of one name
		{"张建国", male}, {"张健国", male}, {"王桂芳", female}, {"王桂芬", female}, // one character apart
		{"陈喆堃", male}, {"赵㛃", female}, {"周一〇", male}, // rare, Extension A, the zero numeral
	}
}
