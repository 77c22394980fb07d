// Client_go_loop does what `kubectl apprepo refresh --all` does, the way a Go programmer would write
// it: lists a namespace's AppRepositories, then raises each one's resyncRequests by GET and PUT,
// again on conflict, several at a time.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"sync"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/util/retry"
)

var resource = schema.GroupVersionResource{
	Group: "kubeapps.com", Version: "v1alpha1", Resource: "apprepositories",
}

func main() {
	kubeconfig := flag.String("kubeconfig", "", "path of the kubeconfig")
	namespace := flag.String("namespace", "", "namespace whose AppRepositories are refreshed")
	concurrency := flag.Int("concurrency", 8, "how many at a time")
	flag.Parse()
	if err := run(*kubeconfig, *namespace, *concurrency); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(kubeconfig, namespace string, concurrency int) error {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return err
	}
	config.QPS = -1 // no limit
	client, err := dynamic.NewForConfig(config)
	if err != nil {
		return err
	}
	repositories := client.Resource(resource).Namespace(namespace)
	list, err := repositories.List(context.Background(), metav1.ListOptions{})
	if err != nil {
		return err
	}
	return refreshAll(repositories, names(list), concurrency)
}

func names(list *unstructured.UnstructuredList) []string {
	var found []string
	for _, item := range list.Items {
		found = append(found, item.GetName())
	}
	return found
}

func refreshAll(repositories dynamic.ResourceInterface, names []string, concurrency int) error {
	waiting := make(chan string)
	failures := make(chan error, len(names))
	var workers sync.WaitGroup
	for range concurrency {
		workers.Go(func() {
			for name := range waiting {
				if err := refresh(repositories, name); err != nil {
					failures <- fmt.Errorf("%s: %w", name, err)
				}
			}
		})
	}
	for _, name := range names {
		waiting <- name
	}
	close(waiting)
	workers.Wait()
	close(failures)
	return <-failures
}

func refresh(repositories dynamic.ResourceInterface, name string) error {
	return retry.RetryOnConflict(retry.DefaultRetry, func() error {
		repository, err := repositories.Get(context.Background(), name, metav1.GetOptions{})
		if err != nil {
			return err
		}
		count, _, err := unstructured.NestedInt64(repository.Object, "spec", "resyncRequests")
		if err != nil {
			return err
		}
		if err := unstructured.SetNestedField(repository.Object, count+1, "spec", "resyncRequests"); err != nil {
			return err
		}
		_, err = repositories.Update(context.Background(), repository, metav1.UpdateOptions{})
		return err
	})
}
