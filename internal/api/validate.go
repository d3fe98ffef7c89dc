package api

import (
	"errors"
	"net/http"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/gin-gonic/gin"

	"github.com/danganku/danganku/internal/errs"
)

// validate holds the request to the contract. The generated server binds parameters but checks no bounds.
func (s *server) validate(c *gin.Context) {
	if !trimEndings(c) {
		s.noRoute(c)
		return
	}
	params := make(map[string]string, len(c.Params))
	for _, param := range c.Params {
		params[param.Key] = param.Value
	}
	operation := s.contract.Find(c.Request, c.FullPath(), params)
	if operation == nil {
		return // HEAD, and uploads, which speak a protocol of their own
	}
	if err := operation.CheckRequest(c.Request.Context()); err != nil {
		s.fail(c, invalidRequest(err))
	}
}

// trimEndings gives parameters that end a file's name the name and value that the contract has for them; false: the address has
// another ending.
func trimEndings(c *gin.Context) bool {
	for i, param := range c.Params {
		name, ending, _ := parameterIn(":" + param.Key)
		value, ends := strings.CutSuffix(param.Value, ending)
		if !ends {
			return false
		}
		c.Params[i] = gin.Param{Key: name, Value: value}
	}
	return true
}

// invalidRequest names the fields at fault in words of our own: the validator's messages quote what the user typed.
func invalidRequest(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return err
	}
	refused := errs.New(errs.Invalid, "request.invalid", "请求内容不符合要求").Because(err)
	collectFields(refused, "", err, 0)
	if len(refused.Fields) > 0 {
		refused.Msg += "：" + refused.Fields[0].Name + " " + refused.Fields[0].Message
	}
	return refused
}

const maxFields = 20

// collectFields walks the validator's tree of errors level by level: outer levels know the parameter, leaves the rule.
func collectFields(into *errs.Error, parameter string, err error, depth int) {
	if len(into.Fields) >= maxFields || depth > 10 {
		return
	}
	switch fault := err.(type) { //nolint:errorlint // errors.As would skip levels
	case openapi3.MultiError:
		for _, one := range fault {
			collectFields(into, parameter, one, depth+1)
		}
	case *openapi3filter.RequestError:
		if fault.Parameter != nil {
			parameter = fault.Parameter.Name
		}
		collectFields(into, parameter, fault.Err, depth+1)
	case *openapi3.SchemaError:
		into.Fields = append(into.Fields, errs.Field{Name: fieldName(parameter, fault.JSONPointer()), Message: schemaWords(fault.SchemaField)})
	default:
		into.Fields = append(into.Fields, errs.Field{Name: fieldName(parameter, nil), Message: "缺失或无法读取"})
	}
}

func fieldName(parameter string, pointer []string) string {
	if name := strings.Join(pointer, "."); name != "" {
		return name
	}
	if parameter != "" {
		return parameter
	}
	return "body"
}

func schemaWords(rule string) string {
	words := map[string]string{
		"required": "缺少必填项", "type": "类型不正确", "enum": "不是允许的值", "pattern": "格式不正确", "format": "格式不正确",
		"minLength": "内容太短", "maxLength": "内容太长", "minimum": "超出允许范围", "maximum": "超出允许范围",
		"minItems": "项数太少", "maxItems": "项数太多",
	}
	if text, known := words[rule]; known {
		return text
	}
	return "不符合要求"
}
