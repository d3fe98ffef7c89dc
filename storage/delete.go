package storage

import "context"

// DeletePrefix removes all objects whose keys start with prefix, a few hundred at a time. It may be repeated after an error.
func DeletePrefix(ctx context.Context, store Store, prefix string) error {
	const step = 500
	keys := make([]string, 0, step)
	for object, err := range store.List(ctx, prefix) {
		if err != nil {
			return err
		}
		keys = append(keys, object.Key)
		if len(keys) == step {
			if err := store.Delete(ctx, keys...); err != nil {
				return err
			}
			keys = keys[:0]
		}
	}
	if len(keys) == 0 {
		return nil
	}
	return store.Delete(ctx, keys...)
}
