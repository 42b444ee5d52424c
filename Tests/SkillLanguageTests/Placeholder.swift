// SkillLanguage
