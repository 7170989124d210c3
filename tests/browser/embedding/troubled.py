"""Settings of a site that answers a frame with whatever status its address asks for."""

from django.http import HttpResponse

from procedures import settings as its_own

vars().update({name: said for name, said in vars(its_own).items() if name.isupper()})


def trouble(get_response):
    """What a proxy, a limit or a fault might answer in place of a page."""

    def answer(request):
        status = request.GET.get("trouble")
        return HttpResponse("Later", status=int(status)) if status else get_response(request)

    return answer


#: The homepages of these tests are on this machine.
EMBED_LOOPBACK = True

MIDDLEWARE = [
    its_own.MIDDLEWARE[0],
    "tests.browser.embedding.troubled.trouble",
    *its_own.MIDDLEWARE[1:],
]
